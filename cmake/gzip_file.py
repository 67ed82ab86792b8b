"""gzip_file.py SOURCE TARGET: compresses, the same bytes each time."""
import gzip
import pathlib
import sys

source, target = map(pathlib.Path, sys.argv[1:])
target.parent.mkdir(parents=True, exist_ok=True)
target.write_bytes(gzip.compress(source.read_bytes(), compresslevel=9, mtime=0))
