package dev.restorebot.engine.approval;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A try to get around approval.
 *
 * @param prepare brings the office to where the try begins, and gives the try
 */
record Attempt(
    String name, Refusal refusal, Function<ApprovalFixture, Supplier<Decision>> prepare) {
  @Override
  public String toString() {
    return name;
  }
}
