package dev.restorebot.engine.disaster.server;

import dev.restorebot.engine.diagnose.ProblemException;
import dev.restorebot.engine.disaster.ServerAddress;
import dev.restorebot.engine.sandbox.ClientPrograms;
import dev.restorebot.engine.sandbox.SandboxProvider;
import dev.restorebot.engine.sandbox.local.ClientTools;

/** Finds the client programs for a server. */
@FunctionalInterface
public interface ClientFinder {
  /** Finds those that are installed on this machine. */
  ClientFinder INSTALLED = (address, major) -> ClientTools.find(address.tools(), major);

  /** Finds those beside a server that runs in a sandbox, and otherwise those of this machine. */
  static ClientFinder in(SandboxProvider sandboxes) {
    return (address, major) -> {
      var beside = sandboxes.clients(address.host(), address.port());
      return beside.isPresent() ? beside.get() : INSTALLED.find(address, major);
    };
  }

  /**
   * Finds those of that major version or a newer one. The caller closes them.
   *
   * @throws ProblemException when there are none, with what to install
   */
  ClientPrograms find(ServerAddress address, int major) throws ProblemException;
}
