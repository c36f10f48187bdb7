package dev.restorebot.bot.testing;

import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.message.Action;
import dev.restorebot.engine.state.Actor;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Hands on what people did; while it is held, whoever hands it in has to wait. */
public final class HeldInbound implements Inbound {
  /** Longer than any test waits for an acknowledgement, which must not come after the work. */
  private static final int AT_MOST_SECONDS = 90;

  private final Inbound next;
  private volatile CountDownLatch held = new CountDownLatch(0);

  public HeldInbound(Inbound next) {
    this.next = next;
  }

  /** From now on nothing is handed on. */
  public void hold() {
    held = new CountDownLatch(1);
  }

  /** Hands on what waits, and from now on everything. */
  public void letGo() {
    held.countDown();
  }

  private void await() {
    try {
      if (!held.await(AT_MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("held for longer than any test does");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void command(String text, String channel, Actor actor, Responder responder) {
    await();
    next.command(text, channel, actor, responder);
  }

  @Override
  public void button(
      Action action, String value, String channel, Actor actor, Responder responder) {
    await();
    next.button(action, value, channel, actor, responder);
  }

  @Override
  public void form(
      Action action,
      String value,
      Map<String, String> inputs,
      String channel,
      Actor actor,
      Responder responder) {
    await();
    next.form(action, value, inputs, channel, actor, responder);
  }

  @Override
  public void foreign(
      Action action, String value, String channel, Actor actor, Responder responder) {
    await();
    next.foreign(action, value, channel, actor, responder);
  }

  @Override
  public boolean maySee(String channel) {
    return next.maySee(channel);
  }

  @Override
  public boolean maySee(Actor actor) {
    return next.maySee(actor);
  }
}
