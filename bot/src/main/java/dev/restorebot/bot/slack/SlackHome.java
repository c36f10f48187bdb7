package dev.restorebot.bot.slack;

import com.slack.api.model.block.DividerBlock;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import dev.restorebot.bot.delivery.DeliveryException;
import dev.restorebot.bot.message.Card;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bot's own page at Slack, made anew whenever somebody opens it. */
final class SlackHome {
  private static final Logger LOG = LoggerFactory.getLogger(SlackHome.class);
  private static final int MOST_BLOCKS = 100;

  private final SlackApi api;
  private final CardBlocks blocks;
  private final Supplier<List<Card>> cards;

  SlackHome(SlackApi api, CardBlocks blocks, Supplier<List<Card>> cards) {
    this.api = api;
    this.blocks = blocks;
    this.cards = cards;
  }

  void show(String user) {
    try {
      View view = View.builder().type("home").blocks(blocks()).build();
      api.call(
          SlackMethod.VIEWS_PUBLISH,
          user,
          slack -> slack.viewsPublish(r -> r.userId(user).view(view)));
    } catch (DeliveryException e) {
      LOG.warn("the home page of {} could not be shown: {}", user, e.getMessage());
    }
  }

  private List<LayoutBlock> blocks() {
    List<LayoutBlock> all = new ArrayList<>();
    for (Card card : cards.get()) {
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
