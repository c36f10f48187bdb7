package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.sandbox.Sandbox;
import dev.restorebot.engine.sandbox.SandboxInfo;
import dev.restorebot.engine.sandbox.server.Endpoint;
import dev.restorebot.engine.sandbox.server.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the folder of a sandbox that an earlier process started. */
final class LocalOpening {
  private LocalOpening() {}

  static Sandbox open(
      SandboxInfo info, SandboxFolder folder, ServerAccount account, LocalSettings settings)
      throws ProblemException {
    if (Postmaster.of(folder.data()).isEmpty()) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The sandbox's PostgreSQL server no longer runs: it was removed, or this machine was"
                  + " restarted.",
              "Run the test again.")
          .exception();
    }
    try {
      String pgpass = Files.readString(folder.pgpass()).strip();
      Endpoint endpoint =
          new Endpoint(
              info.host(),
              info.port(),
              info.user(),
              Secret.of(pgpass.substring(pgpass.lastIndexOf(':') + 1)));
      return new LocalSandbox(
          info,
          settings.usableCpus(),
          endpoint.as(
              LocalSandboxProvider.SUPERUSER,
              Secret.of(Files.readString(folder.adminPassword()).strip())),
          endpoint,
          Installation.parse(
              Path.of(info.image()), "postgres (PostgreSQL) " + info.serverVersion()),
          account,
          folder);
    } catch (IOException e) {
      throw new Problem(
              ProblemCode.SANDBOX_FAILED,
              "The passwords of the sandbox in "
                  + folder.root()
                  + " cannot be read; an earlier version of restore-bot kept none.",
              "Run the test again.")
          .exception(e);
    }
  }
}
