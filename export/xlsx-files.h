/*
 * xlsx-files — did libxlsxwriter's temporary files take what it wrote, and give it back?
 *
 * Each sheet and each part of the package is written to a temporary file and read again from there. The library looks
 * at neither (1.1.4): on a full disk it would make a workbook without the last rows and call it good. It rewinds each
 * file between the two, which forgets a failure, so this module is what it calls for rewind() and fread(): the C
 * library's own, that remember. The memory is the process's, since C's streams carry none for us.
 *
 *     sp_xlsx_files_watch();
 *     workbook_close(book);
 *     if (sp_xlsx_files_error() != 0) …                 // an errno
 */
#ifndef SPUNTA_EXPORT_XLSX_FILES_H
#define SPUNTA_EXPORT_XLSX_FILES_H

void sp_xlsx_files_watch(void);
int sp_xlsx_files_error(void); /* of the first failure since; 0: none */

#endif
