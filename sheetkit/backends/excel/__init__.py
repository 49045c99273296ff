"""Excel files: build, safe reading and lossless patching."""
