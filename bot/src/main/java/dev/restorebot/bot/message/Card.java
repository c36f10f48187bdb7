package dev.restorebot.bot.message;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A message without any chat's markup: front ends render it.
 *
 * <p>All texts are plain: a front end escapes what its chat would take for markup. In {@code lines}
 * a pair of backquotes marks code.
 *
 * @param tone shown as a colour and a sign
 * @param title its first line, shown in bold
 * @param progress 0 to 1 for a progress bar
 * @param lines paragraphs
 * @param fields labelled facts
 * @param table a table
 * @param code lines of commands to copy, shown as one block; empty for none
 * @param buttons buttons below
 * @param mentions ids of people and groups whose attention the chat is to call; those of the chat
 *     that the card goes to
 * @param picture a picture below the text
 * @param topic what the thread that the card is posted to is about, for chats that name threads
 * @param steps of the work that it reports, in their order
 * @param figures the few facts that decide, shown large above all paragraphs
 * @param stage its short name when it reports a step of its thread that is done; a front end may
 *     draw such messages as one timeline
 * @param report the id of the evidence report that it announces
 * @param document a file that comes with it
 */
public record Card(
    Tone tone,
    String title,
    OptionalDouble progress,
    List<String> lines,
    List<Fact> fields,
    Optional<TableView> table,
    List<String> code,
    List<Button> buttons,
    List<String> mentions,
    Optional<Picture> picture,
    Optional<String> topic,
    List<Step> steps,
    List<Fact> figures,
    Optional<String> stage,
    Optional<String> report,
    Optional<Document> document) {
  public Card {
    figures = figures == null ? List.of() : List.copyOf(figures); // not in older messages
    stage = stage == null ? Optional.empty() : stage;
    report = report == null ? Optional.empty() : report;
    document = document == null ? Optional.empty() : document;
    steps = steps == null ? List.of() : List.copyOf(steps); // not in older messages
    mentions = mentions == null ? List.of() : List.copyOf(mentions); // not in older messages
    picture = picture == null ? Optional.empty() : picture;
    topic = topic == null ? Optional.empty() : topic;
    lines = List.copyOf(lines);
    fields = List.copyOf(fields);
    code = List.copyOf(code);
    buttons = List.copyOf(buttons);
  }

  /**
   * A picture.
   *
   * @param name of its file
   * @param alt what it shows, in words
   * @param png its bytes in Base64
   */
  public record Picture(String name, String alt, String png) {
    /** Its bytes. */
    public byte[] bytes() {
      return Base64.getDecoder().decode(png);
    }
  }

  /**
   * A file that comes with a card.
   *
   * @param title what it is, in words
   * @param base64 its bytes
   */
  public record Document(String name, String title, String mediaType, String base64) {
    /** Holds these bytes. */
    public static Document of(String name, String title, String mediaType, byte[] bytes) {
      return new Document(name, title, mediaType, Base64.getEncoder().encodeToString(bytes));
    }

    /** Its bytes. */
    public byte[] bytes() {
      return Base64.getDecoder().decode(base64);
    }
  }

  /**
   * A step of the work that a card reports.
   *
   * @param title what is done, in a few words
   */
  public record Step(String title, Status status) {
    /** The progress of a step. */
    public enum Status {
      WAITING,
      RUNNING,
      DONE
    }
  }

  /** Starts a card. */
  public static Builder of(Tone tone, String title) {
    return new Builder(tone, title);
  }

  /** The same with one paragraph more. */
  public Card withLine(String text) {
    return copy().line(text).build();
  }

  /** The same with one button more. */
  public Card withButton(Button button) {
    return copy().button(button).build();
  }

  /** The same for a thread that is about that. */
  public Card about(String threadTopic) {
    Builder copy = copy();
    copy.topic = Optional.of(threadTopic);
    return copy.build();
  }

  /** The same, calling the attention of people and groups. */
  public Card mentioning(List<String> ids) {
    return copy().mention(ids).build();
  }

  /** The same with other paragraphs and facts. */
  public Card saying(List<String> otherLines, List<Fact> otherFields) {
    Builder copy = copy();
    copy.lines.clear();
    copy.lines.addAll(otherLines);
    copy.fields.clear();
    copy.fields.addAll(otherFields);
    return copy.build();
  }

  /** The same without what comes as a file: its table, its picture and its document. */
  public Card withoutFiles() {
    Builder copy = copy();
    copy.table = Optional.empty();
    copy.picture = Optional.empty();
    copy.document = Optional.empty();
    return copy.build();
  }

  private Builder copy() {
    Builder copy = new Builder(tone, title).mention(mentions);
    copy.progress = progress;
    copy.lines.addAll(lines);
    copy.fields.addAll(fields);
    copy.table = table;
    copy.code.addAll(code);
    copy.buttons.addAll(buttons);
    copy.picture = picture;
    copy.topic = topic;
    copy.steps.addAll(steps);
    copy.figures.addAll(figures);
    copy.stage = stage;
    copy.report = report;
    copy.document = document;
    return copy;
  }

  /** Collects the parts of a card. Not thread-safe. */
  public static final class Builder {
    private final Tone tone;
    private final String title;
    private OptionalDouble progress = OptionalDouble.empty();
    private final List<String> lines = new ArrayList<>();
    private final List<Fact> fields = new ArrayList<>();
    private Optional<TableView> table = Optional.empty();
    private final List<String> code = new ArrayList<>();
    private final List<Button> buttons = new ArrayList<>();
    private final List<String> mentions = new ArrayList<>();
    private Optional<Picture> picture = Optional.empty();
    private Optional<String> topic = Optional.empty();
    private final List<Step> steps = new ArrayList<>();
    private final List<Fact> figures = new ArrayList<>();
    private Optional<String> stage = Optional.empty();
    private Optional<String> report = Optional.empty();
    private Optional<Document> document = Optional.empty();

    private Builder(Tone tone, String title) {
      this.tone = tone;
      this.title = title;
    }

    /** Shows a progress bar. */
    public Builder progress(double fraction) {
      this.progress = OptionalDouble.of(fraction);
      return this;
    }

    /** Adds a paragraph. */
    public Builder line(String text) {
      lines.add(text);
      return this;
    }

    /** Adds a labelled fact. */
    public Builder field(String label, String value) {
      fields.add(new Fact(label, value));
      return this;
    }

    /** Adds a fact that decides, shown large. */
    public Builder figure(String label, String value) {
      figures.add(new Fact(label, value));
      return this;
    }

    /** Makes it a step of its thread's timeline, with that short name. */
    public Builder stage(String name) {
      this.stage = Optional.of(name);
      return this;
    }

    /** Announces the evidence report of that id. */
    public Builder report(String id) {
      this.report = Optional.of(id);
      return this;
    }

    /** Comes with a file. */
    public Builder document(Document file) {
      this.document = Optional.of(file);
      return this;
    }

    /** Shows a table. */
    public Builder table(TableView view) {
      this.table = Optional.of(view);
      return this;
    }

    /** Adds a command to copy. */
    public Builder code(String command) {
      code.add(command);
      return this;
    }

    /** Adds a button. */
    public Builder button(Button button) {
      buttons.add(button);
      return this;
    }

    /** Calls the attention of people and groups, by the chat's ids. */
    public Builder mention(List<String> ids) {
      mentions.addAll(ids);
      return this;
    }

    /** Shows a picture. */
    public Builder picture(Picture shown) {
      this.picture = Optional.of(shown);
      return this;
    }

    /** Shows the steps of the work, of which one is running. */
    public Builder steps(List<String> titles, int running) {
      for (int i = 0; i < titles.size(); i++) {
        steps.add(
            new Step(
                titles.get(i),
                i < running
                    ? Step.Status.DONE
                    : i == running ? Step.Status.RUNNING : Step.Status.WAITING));
      }
      return this;
    }

    /** The card. */
    public Card build() {
      return new Card(
          tone, title, progress, lines, fields, table, code, buttons, mentions, picture, topic,
          steps, figures, stage, report, document);
    }
  }
}
