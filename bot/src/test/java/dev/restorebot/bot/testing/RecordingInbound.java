package dev.restorebot.bot.testing;

import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.message.Action;
import dev.restorebot.engine.state.Actor;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps what people did, and does nothing about it. */
public final class RecordingInbound implements Inbound {
  /** Somebody typed something. */
  public record Typed(String text, String channel, Actor actor, Responder responder) {}

  /** Somebody pressed something. */
  public record Clicked(
      Action action, String value, String channel, Actor actor, Responder responder) {}

  /** Somebody filled in something. */
  public record Filled(
      Action action,
      String value,
      Map<String, String> inputs,
      String channel,
      Actor actor,
      Responder responder) {}

  private final BlockingQueue<Filled> filled = new LinkedBlockingQueue<>();
  private final BlockingQueue<Typed> typed = new LinkedBlockingQueue<>();
  private final BlockingQueue<Clicked> clicked = new LinkedBlockingQueue<>();
  private final BlockingQueue<Clicked> foreign = new LinkedBlockingQueue<>();

  private volatile boolean open = true;

  /** From now on nobody may see anything. */
  public void hideEverything() {
    open = false;
  }

  @Override
  public boolean maySee(String channel) {
    return open;
  }

  @Override
  public boolean maySee(Actor actor) {
    return open;
  }

  @Override
  public void command(String text, String channel, Actor actor, Responder responder) {
    typed.add(new Typed(text, channel, actor, responder));
  }

  @Override
  public void button(
      Action action, String value, String channel, Actor actor, Responder responder) {
    clicked.add(new Clicked(action, value, channel, actor, responder));
  }

  @Override
  public void form(
      Action action,
      String value,
      Map<String, String> inputs,
      String channel,
      Actor actor,
      Responder responder) {
    filled.add(new Filled(action, value, inputs, channel, actor, responder));
  }

  @Override
  public void foreign(
      Action action, String value, String channel, Actor actor, Responder responder) {
    foreign.add(new Clicked(action, value, channel, actor, responder));
  }

  /** The next button that somebody of another workspace pressed. */
  public Clicked nextForeign() throws InterruptedException {
    return present(foreign.poll(60, TimeUnit.SECONDS), "a click from elsewhere");
  }

  /** The next form filled in. */
  public Filled nextFilled() throws InterruptedException {
    return present(filled.poll(60, TimeUnit.SECONDS), "a form");
  }

  /** The next thing typed. */
  public Typed nextTyped() throws InterruptedException {
    return present(typed.poll(60, TimeUnit.SECONDS), "a command");
  }

  /** The next button pressed. */
  public Clicked nextClicked() throws InterruptedException {
    return present(clicked.poll(60, TimeUnit.SECONDS), "a click");
  }

  /** Whether everything that came in was looked at. */
  public boolean nothingElse() {
    return typed.isEmpty() && clicked.isEmpty() && filled.isEmpty() && foreign.isEmpty();
  }

  private static <T> T present(T value, String what) {
    if (value == null) {
      throw new AssertionError("waited in vain for " + what);
    }
    return value;
  }
}
