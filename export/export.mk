# xlsxwriter.h has strncpy in a macro: it is read before that is banned (base/banned.h).
$(patsubst %,$(build)/export/%.o,workbook xlsx tables/xlsx): CPPFLAGS += -DSP_BANNED_AFTER='<xlsxwriter.h>'
