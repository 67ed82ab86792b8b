"""Writes an assembler file that includes the listed files and a C++ table of (path, bytes) over them."""
import os
import sys

table, root, listing, asm_path, cpp_path = sys.argv[1:]
# A line is a path; a # and what follows is for people, and for noticing that a content changed.
files = [path for path in (line.split("#")[0].strip() for line in open(listing)) if path]

asm = ['.section .note.GNU-stack,"",%progbits', ".section .rodata"]
rows = []
decls = []
for i, path in enumerate(sorted(files, key=lambda f: os.path.relpath(f, root))):
    symbol = f"vss_embedded_{table}_{i}"
    asm += [f".global {symbol}", f".global {symbol}_end", ".balign 16", f"{symbol}:",
            f'.incbin "{path}"', f"{symbol}_end:", ".byte 0"]
    decls.append(f"extern const char {symbol}[]; extern const char {symbol}_end[];")
    rows.append(f'    {{"{os.path.relpath(path, root)}", {{{symbol}, static_cast<std::size_t>({symbol}_end - {symbol})}}}},')

open(asm_path, "w").write("\n".join(asm) + "\n")
open(cpp_path, "w").write(f"""// Made by cmake/embed.py.
#include "base/embedded.hpp"
extern "C" {{
{chr(10).join(decls)}
}}
namespace vss::embedded {{
std::span<const File> {table}() {{
  static const File files[] = {{
{chr(10).join(rows)}
  }};
  return files;
}}
}}  // namespace vss::embedded
""")
