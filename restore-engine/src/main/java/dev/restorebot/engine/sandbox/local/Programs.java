package dev.restorebot.engine.sandbox.local;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.diagnose.ProblemCode;
import dev.restorebot.engine.diagnose.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Supplies the PostgreSQL programs that sandboxes without Docker run. */
public interface Programs {
  /** Returns the name of the runtime, such as {@code local}. */
  String runtime();

  /** Returns what can be run, newest last; one for each major, the newest minor. */
  List<Installation> all();

  /** Returns why there are none. */
  Problem none();

  /** Returns what a report says about every sandbox of these programs; empty for nothing. */
  default Optional<String> note() {
    return Optional.empty();
  }

  /**
   * Makes the programs ready to run. They lie in their folder after this.
   *
   * @throws ProblemException when that is not possible
   */
  default void prepare(Installation installation) throws ProblemException {}

  /**
   * Chooses the wanted major, else the nearest newer one, which reads older dumps.
   *
   * @throws ProblemException when all are older
   */
  default Installation choose(OptionalInt wanted) throws ProblemException {
    List<Installation> all = all();
    if (all.isEmpty()) {
      throw none().exception();
    }
    Installation newest = all.get(all.size() - 1);
    if (wanted.isEmpty()) {
      return newest;
    }
    Optional<Installation> fit =
        all.stream().filter(one -> one.major() >= wanted.getAsInt()).findFirst();
    if (fit.isPresent()) {
      return fit.get();
    }
    throw new Problem(
            ProblemCode.DUMP_NEWER_THAN_SERVER,
            "The backup needs PostgreSQL "
                + wanted.getAsInt()
                + ", and the newest on this machine is "
                + all.stream().map(Installation::version).collect(Collectors.joining(", "))
                + ". This says nothing about the backup.",
            "Install PostgreSQL " + wanted.getAsInt() + ", or use Docker.")
        .exception();
  }
}
