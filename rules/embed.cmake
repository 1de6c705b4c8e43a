# cmake -DOUTPUT=builtin.c -DFOLDER=rules -DFILES="a.yaml;services/b.yaml" -P embed.cmake
# Writes a C file that holds the octets of every file, and the table of cmd/builtin.h.
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
  file(READ ${FOLDER}/${file} octets HEX)
  string(LENGTH "${octets}" digits)
  math(EXPR length "${digits} / 2")
  string(REGEX REPLACE "(................................)" "\\1\n\t" octets "${octets}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," octets "${octets}")
  string(APPEND arrays
    "static const unsigned char file_${number}[] = {\n\t${octets}0\n};\n\n")
  string(APPEND rows
    "\t{ \"${file}\", { (const char *)file_${number}, ${length} } },\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT}
  "/* Written by rules/embed.cmake. */\n#include \"builtin.h\"\n\n"
  "${arrays}"
  "const dr_source DR_BUILTIN_FILES[] = {\n${rows}};\n"
  "const size_t DR_BUILTIN_FILE_COUNT = ${number};\n")
