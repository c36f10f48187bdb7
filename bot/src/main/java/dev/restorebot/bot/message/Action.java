package dev.restorebot.bot.message;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/**
 * An action that a button, a choice or a form asks for.
 *
 * <p>Chats keep its word in messages that were posted long ago, so a word never changes.
 */
public enum Action {
  TEST("test"),
  INSPECT("inspect"),
  CANCEL("cancel"),
  CLEANUP("cleanup"),
  EXTEND("extend"),
  CONNECT("connect"),
  DISASTER("disaster"),
  REHEARSE("rehearse"),
  CHECKED("checked"),
  APPROVE("approve"),
  DENY("deny"),
  GO("go"),
  ABANDON("abandon"),
  KEEP("keep"),
  START_HELD("start-held"),
  SERVICES_STOPPED("services-stopped"),
  SERVICES_STARTED("services-started"),
  LOOK("look"),
  ROLLBACK("rollback"),
  DELETE_OLD("delete-old"),
  DRILL_RUN("drill-run"),
  DRILL_PICK("drill-pick"),
  DRILL_PICKED("drill-picked"),
  DRILL_SNOOZE("drill-snooze"),
  DRILL_ISSUE("drill-issue"),
  DRILL_ACTION("drill-action"),
  DRILL_SIGN("drill-sign"),
  /** Gives the command that is the button's value, as if its person had typed it. */
  COMMAND("command"),
  /** An action of another version of restore-bot. */
  UNKNOWN("unknown");

  private final String word;

  Action(String word) {
    this.word = word;
  }

  /** Its word, as chats keep it. */
  @JsonValue
  public String word() {
    return word;
  }

  /** The action of that word; {@link #UNKNOWN} if there is none. */
  @JsonCreator
  public static Action of(String word) {
    return Arrays.stream(values())
        .filter(action -> action.word.equals(word))
        .findFirst()
        .orElse(UNKNOWN);
  }

  /**
   * Writes the value of a button that acts on a part or a state of something.
   *
   * @param id an ID without blanks
   * @param part any text
   */
  public static String value(String id, String part) {
    return id + " " + part;
  }
}
