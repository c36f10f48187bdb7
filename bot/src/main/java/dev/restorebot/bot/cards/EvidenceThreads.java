package dev.restorebot.bot.cards;

import dev.restorebot.bot.delivery.Delivery;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Origin;
import dev.restorebot.bot.message.Tone;
import dev.restorebot.engine.evidence.EvidenceEvents;
import dev.restorebot.engine.evidence.WrittenReport;

/** Says in a job's thread where its evidence is. */
public final class EvidenceThreads implements EvidenceEvents {
  private final Delivery delivery;

  /** Tells through that delivery. */
  public EvidenceThreads(Delivery delivery) {
    this.delivery = delivery;
  }

  @Override
  public void written(String origin, WrittenReport written) {
    Card.Builder card =
        Card.of(
                written.signed() ? Tone.INFO : Tone.WARN,
                written.signed() ? "Evidence written and signed" : "Evidence written, not signed")
            .field("Folder", written.folder().toString())
            .field("SHA-256 of report.json", written.reportSha256());
    if (written.revision() > 1) {
      card.field("Revision", written.revision() + "; the earlier ones stay");
    }
    if (!written.signed()) {
      card.line(
          "Nothing proves that an unsigned report is unchanged. `restore-bot evidence keygen` makes"
              + " a key; reports after the next start are signed.");
    }
    delivery.reply(Origin.read(origin), card.build());
  }

  @Override
  public void failed(String origin, String id, String why) {
    delivery.reply(
        Origin.read(origin),
        Card.of(Tone.WARN, "The evidence was not written")
            .line("This changes nothing about the result above, but there is no report: " + why)
            .line("The details are in the bot's log. It is tried again at the bot's next start.")
            .build());
  }
}
