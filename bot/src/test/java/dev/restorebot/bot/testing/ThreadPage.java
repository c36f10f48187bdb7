package dev.restorebot.bot.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restorebot.bot.testing.ChatDriver.Shown;
import dev.restorebot.engine.state.Actor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Writes a thread as people read it, and who was notified when, to {@code target/threads}; and
 * compares it with the page in docs/threads. Numbers, ids and times differ from run to run, so the
 * pages are compared by the first line of each message and by whom it notifies.
 */
public final class ThreadPage {
  private static final String FENCE = "```text";
  private static final Pattern VARIES =
      Pattern.compile("[0-9][0-9a-f.,:-]*|\\b(?=\\w*\\d)\\w+\\b|restoreundertest\\w*");

  private ThreadPage() {}

  /** The files of a report come after everything else, when the page may be written already. */
  private static boolean isReportFile(String text) {
    return text.startsWith("<!doctype html")
        || text.startsWith("{")
        || text.contains("The same report as JSON");
  }

  /**
   * Writes the page and compares it.
   *
   * @param name of the file, without its suffix
   * @param title the page's heading, to which the chat's name is added
   * @param people whose mentions are shown by their names
   */
  public static void write(
      ChatDriver chat,
      String name,
      String title,
      Shown headline,
      List<Shown> replies,
      List<Actor> people)
      throws IOException {
    StringBuilder page =
        new StringBuilder("# ")
            .append(title)
            .append(name.startsWith("slack") ? " in Slack" : " in Discord")
            .append("\n\nMade by the test that runs it. [notifications.md](../notifications.md)")
            .append(" has the rules of who is notified.\n\nThe message in the channel, as it ends")
            .append(" (it is edited in place, which notifies nobody):\n\n")
            .append(block(headline.text()));
    int number = 1;
    for (Shown reply : replies.stream().filter(each -> !isReportFile(each.text())).toList()) {
      List<String> notified = new ArrayList<>();
      String text = reply.text();
      for (Actor person : people) {
        String mention = "@" + chat.idOf(person);
        if (text.contains(mention)) {
          notified.add(person.name());
          text = text.replace(mention, "@" + person.name());
        }
      }
      page.append("\nReply ")
          .append(number++)
          .append(notified.isEmpty() ? "" : ", notifies " + String.join(" and ", notified))
          .append(":\n\n")
          .append(block(text));
    }
    Path made = Files.createDirectories(Path.of("target", "threads")).resolve(name + ".md");
    Files.writeString(made, page);
    Path kept = Path.of("..", "docs", "threads", name + ".md");
    assertThat(Files.exists(kept)).as("copy %s to docs/threads", made).isTrue();
    assertThat(outline(page.toString()))
        .as("copy %s to docs/threads", made)
        .isEqualTo(outline(Files.readString(kept)));
  }

  private static String block(String text) {
    String shown =
        text.strip()
            .replaceAll("/tmp/junit-\\d+/state", "/var/lib/restore-bot")
            .replaceAll("rbt\\d+x\\d+", "zenops");
    return FENCE + "\n" + shown.replace("```", "` ` `") + "\n```\n";
  }

  private static List<String> outline(String page) {
    List<String> lines = page.lines().toList();
    List<String> outline = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("Reply ")) {
        outline.add(lines.get(i));
      } else if (lines.get(i).equals(FENCE)) {
        // The widths of columns follow from ids, too.
        String first = lines.get(i + 1).replaceAll(" +", " ").strip();
        outline.add(VARIES.matcher(first).replaceAll("#"));
      }
    }
    return outline;
  }
}
