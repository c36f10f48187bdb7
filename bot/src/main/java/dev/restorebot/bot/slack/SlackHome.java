package dev.restorebot.bot.slack;

import com.slack.api.model.block.DividerBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import dev.restorebot.bot.message.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bot's own page at Slack, rendered whenever somebody opens it. */
final class SlackHome {
  private static final Logger LOG = LoggerFactory.getLogger(SlackHome.class);
  private static final int MOST_BLOCKS = 100;

  private static final Card NOT_HERE =
      Card.of(Tone.INFO, "restore-bot")
          .line("Use `/restore status` in a channel of the bot to see how the backups are doing.")
          .line("This page shows it to testers and on-call leads (`slack.testers`, `slack.leads`).")
          .build();

  private final SlackApi api;
  private final CardBlocks blocks;
  private final Supplier<List<Card>> cards;

  SlackHome(SlackApi api, CardBlocks blocks, Supplier<List<Card>> cards) {
    this.api = api;
    this.blocks = blocks;
    this.cards = cards;
  }

  /** Shows the page: the state to those who may see it, otherwise where it can be seen. */
  void show(String user, boolean maySee) {
    try {
      List<Card> shown = maySee ? cards.get() : List.of(NOT_HERE);
      View view = View.builder().type("home").blocks(blocks(shown)).build();
      api.call(
          SlackMethod.VIEWS_PUBLISH,
          user,
          slack -> slack.viewsPublish(r -> r.userId(user).view(view)));
    } catch (DeliveryException e) {
      LOG.warn("the home page of {} could not be shown: {}", user, e.getMessage());
    }
  }

  private List<LayoutBlock> blocks(List<Card> shown) {
    List<LayoutBlock> all = new ArrayList<>();
    for (Card card : shown) {
      List<LayoutBlock> next = blocks.withoutFile(card).blocks();
      if (all.size() + 1 + next.size() > MOST_BLOCKS) {
        break;
      }
      if (!all.isEmpty()) {
        all.add(DividerBlock.builder().build());
      }
      all.addAll(next);
    }
    return all;
  }
}
