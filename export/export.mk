# xlsxwriter.h has strncpy in a macro: it is read before that is banned (base/banned.h).
$(build)/export/xlsx.o: CPPFLAGS += -DSP_BANNED_AFTER='<xlsxwriter.h>'
