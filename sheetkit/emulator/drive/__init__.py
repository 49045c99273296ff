"""What the Drive API keeps of files: who may see them, their versions, searches, exports."""
