package dev.restorebot.bot.settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Checks that nobody reaches the console over a network without signing in. */
final class ConsoleRules {
  private static final String LOOPBACK = "127\\.[0-9.]+|\\[?::1]?|localhost";

  private final Settings settings;
  private final Problems problems;

  ConsoleRules(Settings settings, Problems problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /** Takes what is wrong. */
  interface Problems {
    void wrongIf(boolean wrong, String path, String what);
  }

  void check() {
    Settings.Console console = settings.console();
    Settings.SignIn signIn = console.signIn();
    boolean local = console.address().matches(LOOPBACK);
    problems.wrongIf(
        !local && !signIn.isOn(),
        "console.address",
        "can be reached from other machines, and without sign-in whoever opens the console can act"
            + " as anyone; set console.sign-in, or use 127.0.0.1");
    problems.wrongIf(
        console.publicUrl().isPresent() && !signIn.isOn(),
        "console.public-url",
        "is for a console that others reach, which needs sign-in; set console.sign-in, or remove"
            + " it");
    problems.wrongIf(
        !local && signIn.isOn() && console.publicUrl().isEmpty(),
        "console.public-url",
        "is needed: the address under which browsers open the console");
    problems.wrongIf(open(console.publicUrl()), "console.public-url", "must begin with https://");
    problems.wrongIf(open(signIn.issuer()), "console.sign-in.issuer", "must begin with https://");
    problems.wrongIf(
        signIn.isOn() && signIn.clientId().isEmpty(),
        "console.sign-in.client-id",
        "is needed: the ID that the provider gave to restore-bot");
    problems.wrongIf(
        !signIn.isOn()
            && settings.disasters().values().stream()
                .flatMap(target -> target.leads().stream())
                .anyMatch(lead -> lead.startsWith("console:")),
        "console.sign-in.issuer",
        "is needed, because a target has leads in the console");
    people("console.testers", console.testers());
    people("console.leads", console.leads());
    people("console.sign-in.allowed", signIn.allowed());
  }

  private void people(String path, List<String> people) {
    problems.wrongIf(
        !people.isEmpty() && !settings.console().signIn().isOn(),
        path,
        "needs console.sign-in: without it nobody in the console is known");
  }

  /** Returns whether what is sent there can be read on the way. */
  private static boolean open(Optional<URI> address) {
    return address
        .filter(url -> url.getScheme().equals("http"))
        .filter(url -> url.getHost() == null || !url.getHost().matches(LOOPBACK))
        .isPresent();
  }
}
