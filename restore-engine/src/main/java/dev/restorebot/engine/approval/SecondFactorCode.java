package dev.restorebot.engine.approval;

/** A code of a second factor as somebody typed it. Shows itself to nobody. */
public final class SecondFactorCode {
  private final String typed;

  public SecondFactorCode(String typed) {
    this.typed = typed;
  }

  /** Returns the typed digits without the spaces that apps show between digits. */
  public String digits() {
    return typed.replaceAll("[\\s\\p{Z}-]", "");
  }

  @Override
  public String toString() {
    return "***";
  }
}
