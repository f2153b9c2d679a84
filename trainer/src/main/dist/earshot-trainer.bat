@echo off
rem Starts the trainer on Windows. EARSHOT_JAVA_OPTS adds options for the virtual machine.
setlocal
set "lib=%~dp0..\lib"
set java=java
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "java=%JAVA_HOME%\bin\java.exe"
if "%java%"=="java" (
  where java >nul 2>nul || (
    echo earshot-trainer: no java found; install JDK 17 or newer, or set JAVA_HOME 1>&2
    exit /b 2
  )
)
rem Nothing is reported to anyone, and ONNX Runtime does not match the command line against a regular expression.
set ORT_DISABLE_TELEMETRY=1
"%java%" -Djava.awt.headless=true -Dai.djl.offline=true -DOPT_OUT_TRACKING=true -Dfile.encoding=UTF-8 %EARSHOT_JAVA_OPTS% -cp "%lib%\*" org.earshot.trainer.app.Main %*
exit /b %errorlevel%
