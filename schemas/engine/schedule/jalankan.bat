@echo off
rem Dipanggil oleh Penjadwal Tugas Windows. Kode keluar diteruskan apa adanya.
set PYTHONUTF8=1
cd /d @FOLDER@ || exit /b 4
@COMMAND@ run --quiet
exit /b %ERRORLEVEL%
