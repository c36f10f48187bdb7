package dev.restorebot.bot.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompleterTest {
  private final Completer completer =
      new Completer(() -> List.of("new.dump", "old one.dump"), () -> List.of("k3m9x2"));

  @Test
  void subcommands() {
    assertThat(completer.complete("")).hasSize(Subcommands.all().size()).startsWith("test");
    assertThat(completer.complete("c")).containsExactly("cancel", "cleanup");
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
    assertThat(completer.arguments("test", "OLD ")).containsExactly("old one.dump");
    assertThat(completer.arguments("cleanup", "")).containsExactly("k3m9x2", "all");
    assertThat(completer.arguments("backups", "")).containsExactly("check", "refresh");
    assertThat(completer.arguments("help", "")).isEmpty();
    assertThat(completer.arguments("nothing", "")).isEmpty();
  }

  @Test
  void jobs() {
    assertThat(completer.complete("status k")).containsExactly("status k3m9x2");
    assertThat(completer.complete("cleanup ")).containsExactly("cleanup k3m9x2", "cleanup all");
  }

  @Test
  void neverMoreThanTwenty() {
    Completer many = new Completer(() -> Collections.nCopies(500, "a.dump"), List::of);
    assertThat(many.complete("test ")).hasSize(20);
  }
}
