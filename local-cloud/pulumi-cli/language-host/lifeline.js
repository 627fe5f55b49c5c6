// Loaded into every process the language host starts. The other end of stdin is the host's: when that closes, however
// the host ended, nobody is left to stop this process, so it stops itself.
process.stdin.on("end", () => process.kill(process.pid, "SIGKILL"));
process.stdin.resume().unref();
