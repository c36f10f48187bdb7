package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.evidence.EvidenceEvents;
import dev.restorebot.engine.evidence.WrittenReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Posts to a job's thread where its evidence is. */
public final class EvidenceThreads implements EvidenceEvents {
  private static final Logger log = LoggerFactory.getLogger(EvidenceThreads.class);

  /** The chat whose page serves the files of reports. */
  private static final String CONSOLE = "console";

  private final Delivery delivery;
  private final Path stateDir;

  /** Posts through that delivery. */
  public EvidenceThreads(Delivery delivery, Path stateDir) {
    this.delivery = delivery;
    this.stateDir = stateDir;
  }

  @Override
  public void written(String origin, WrittenReport written) {
    Card.Builder card =
        Card.of(
                written.signed() ? Tone.INFO : Tone.WARN,
                written.signed() ? "Evidence written and signed" : "Evidence written, not signed")
            .report(written.id())
            .field("SHA-256 of report.json", written.reportSha256())
            .field("Audit log up to", written.auditEnd().text());
    if (written.revision() > 1) {
      card.field("Revision", written.revision() + "; earlier revisions are kept");
    }
    if (!written.signed()) {
      card.line(
          "Nobody can prove that an unsigned report is unchanged. Run `RESTORE_BOT_STATE_DIR="
              + stateDir
              + " restore-bot evidence keygen`"
              + " and restart restore-bot: new reports are then signed.");
    }
    Origin thread = Origin.read(origin);
    if (thread.frontEnd().equals(CONSOLE)) {
      delivery.reply(thread, card.build()); // its page serves the files
      return;
    }
    file(written, "report.html", "Report, to read", "text/html").ifPresent(card::document);
    delivery.reply(thread, card.build());
    file(written, "report.json", "Report, for programs", "application/json")
        .ifPresent(
            file ->
                delivery.reply(
                    thread, Card.of(Tone.INFO, "The same report as JSON").document(file).build()));
  }

  /** A file of the report; empty when it cannot be read, which the log says. */
  private static Optional<Card.Document> file(
      WrittenReport written, String name, String title, String type) {
    try {
      return Optional.of(
          Card.Document.of(
              name.replaceFirst("report", "report-" + written.id()),
              title + " (" + written.id() + ")",
              type,
              Files.readAllBytes(written.folder().resolve(name))));
    } catch (IOException e) {
      log.warn("the report {} goes without its file {}", written.id(), name, e);
      return Optional.empty();
    }
  }

  @Override
  public void failed(String origin, String id, String why) {
    delivery.reply(
        Origin.read(origin),
        Card.of(Tone.WARN, "The evidence was not written")
            .line("The result above is still valid, but there is no report: " + why)
            .line("restore-bot tries again at its next start. The details are in its log.")
            .build());
  }
}
