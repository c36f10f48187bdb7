package dev.restorebot.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompleterTest {
  private final Completer completer =
      new Completer(
          new Completer.Names(
              () -> List.of("new.dump", "old one.dump"),
              () -> List.of("k3m9x2"),
              () -> List.of("shop", "billing"),
              target -> List.of(target + " a.dump")));

  @Test
  void subcommands() {
    assertThat(completer.complete("")).hasSize(Subcommands.all().size()).startsWith("test");
    assertThat(completer.complete("c")).containsExactly("cancel", "cleanup", "connect");
    assertThat(completer.complete(" TE")).containsExactly("test");
    assertThat(completer.complete("zzz")).isEmpty();
  }

  @Test
  void namesOfBackups() {
    assertThat(completer.complete("test "))
        .containsExactly("test new.dump", "test \"old one.dump\"");
    assertThat(completer.complete("inspect OLD")).containsExactly("inspect \"old one.dump\"");
    assertThat(completer.complete("test \"old")).containsExactly("test \"old one.dump\"");
    assertThat(completer.complete("backups c")).containsExactly("backups check");
    assertThat(completer.complete("help ")).isEmpty();
  }

  @Test
  void whatIsCompletedCanBeRead() {
    assertThat(CommandParser.parse(completer.complete("test old").get(0)))
        .isEqualTo(new TestCommand.Test(Optional.of("old one.dump"), Optional.empty()));
  }

  @Test
  void argumentsAloneArePlainNames() {
    assertThat(argument("test", "backup", "OLD ", "")).containsExactly("old one.dump");
    assertThat(argument("cleanup", "job", "", "")).containsExactly("k3m9x2", "all");
    assertThat(argument("backups", "what", "", "")).containsExactly("check", "refresh");
    assertThat(argument("help", "backup", "", "")).isEmpty();
    assertThat(argument("nothing", "backup", "", "")).isEmpty();
  }

  @Test
  void aTargetAndThenTheBackupsOfThatTarget() {
    assertThat(completer.complete("disaster "))
        .containsExactly(
            "disaster shop", "disaster billing", "disaster new.dump", "disaster \"old one.dump\"");
    assertThat(completer.complete("disaster bi")).containsExactly("disaster billing");
    assertThat(completer.complete("disaster shop "))
        .containsExactly("disaster shop \"shop a.dump\"");
    assertThat(completer.complete("disaster other a")).isEmpty();
    assertThat(argument("disaster", "target", "s", "")).containsExactly("shop");
    assertThat(argument("disaster", "backup", "", "billing")).containsExactly("billing a.dump");
    assertThat(argument("disaster", "backup", "new", "")).containsExactly("new.dump");
    assertThat(argument("disaster", "reason", "", "shop")).isEmpty();
  }

  private List<String> argument(String word, String name, String part, String target) {
    return completer.argument(
        word,
        name,
        part,
        other -> Optional.of(target).filter(any -> other.equals("target") && !any.isEmpty()));
  }

  @Test
  void jobs() {
    assertThat(completer.complete("status k")).containsExactly("status k3m9x2");
    assertThat(completer.complete("cleanup ")).containsExactly("cleanup k3m9x2", "cleanup all");
  }

  @Test
  void neverMoreThanTwenty() {
    Completer many =
        new Completer(
            new Completer.Names(
                () -> Collections.nCopies(500, "a.dump"), List::of, List::of, target -> List.of()));
    assertThat(many.complete("test ")).hasSize(20);
  }
}
