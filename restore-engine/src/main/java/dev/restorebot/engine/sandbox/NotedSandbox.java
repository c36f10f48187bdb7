package dev.restorebot.engine.sandbox;

/** A sandbox with one more note. */
final class NotedSandbox extends ForwardingSandbox {
  private final SandboxInfo info;

  NotedSandbox(Sandbox sandbox, String note) {
    super(sandbox);
    this.info = sandbox.info().withNote(note);
  }

  @Override
  public SandboxInfo info() {
    return info;
  }
}
