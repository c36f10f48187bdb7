package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.evidence.EvidenceEvents;
import dev.restorebot.engine.evidence.WrittenReport;
import java.nio.file.Path;

/** Posts to a job's thread where its evidence is. */
public final class EvidenceThreads implements EvidenceEvents {
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
            .field("Folder", written.folder().toString())
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
    delivery.reply(Origin.read(origin), card.build());
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
