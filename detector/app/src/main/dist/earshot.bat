@echo off
rem Starts Earshot on Windows. EARSHOT_JAVA_OPTS adds options for the virtual machine.
setlocal
set "lib=%~dp0..\lib"
set java=java
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if "%java%"=="java" (
  where java >nul 2>nul || (
    echo earshot: no java found; install JDK 17 or newer, or set JAVA_HOME 1>&2
    exit /b 2
  )
)
rem Nothing is reported to anyone, and ONNX Runtime does not match the command line against a regular expression.
set ORT_DISABLE_TELEMETRY=1
"%java%" -XX:+UseG1GC -Djava.awt.headless=true -Dfile.encoding=UTF-8 %EARSHOT_JAVA_OPTS% -cp "%lib%\*" org.earshot.app.Main %*
exit /b %errorlevel%
