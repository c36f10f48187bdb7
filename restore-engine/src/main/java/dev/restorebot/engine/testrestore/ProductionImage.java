package dev.restorebot.engine.testrestore;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import java.util.Set;

/**
 * Offers the image that production runs where the sandbox lacks something that the dump needs: it
 * has all that the dump could name.
 */
final class ProductionImage {
  private static final String GENERAL =
      "`databases.<name>.image` to the image that production runs";
  private static final Set<ProblemCode> CURED =
      Set.of(
          ProblemCode.MISSING_EXTENSION,
          ProblemCode.MISSING_LIBRARY,
          ProblemCode.MISSING_COLLATION,
          ProblemCode.MISSING_DICTIONARY);

  private ProductionImage() {}

  /** Returns whether another image may cure such a problem. */
  static boolean mayCure(Problem problem) {
    return CURED.contains(problem.code());
  }

  /**
   * The problem with the image as the first thing to do; other problems as they are.
   *
   * @param docker whether the sandbox ran in Docker: anywhere else no image helps
   */
  static Problem offer(Problem problem, String database, String image, boolean docker) {
    if (!mayCure(problem)) {
      return problem;
    }
    String setting =
        "`databases." + database + ".image: " + image + "`, the image that production runs";
    String hint = problem.hint();
    return new Problem(
        problem.code(),
        problem.message(),
        hint.contains(GENERAL)
            ? hint.replace(GENERAL, setting)
            : docker
                ? "Set " + setting + ". Otherwise: " + hint
                : hint + " In Docker, " + setting + ", is the best choice.");
  }
}
