package dev.restorebot.bot.discord;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.restorebot.bot.command.Inbound;
import dev.restorebot.bot.message.Action;
import dev.restorebot.engine.state.Actor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.entities.ISnowflake;
import net.dv8tion.jda.api.entities.channel.Channel;
import net.dv8tion.jda.api.entities.channel.concrete.ThreadChannel;
import net.dv8tion.jda.api.events.interaction.ModalInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.CommandAutoCompleteInteractionEvent;
import net.dv8tion.jda.api.events.interaction.command.SlashCommandInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.ButtonInteractionEvent;
import net.dv8tion.jda.api.events.interaction.component.StringSelectInteractionEvent;
import net.dv8tion.jda.api.hooks.ListenerAdapter;
import net.dv8tion.jda.api.interactions.Interaction;
import net.dv8tion.jda.api.interactions.callbacks.IReplyCallback;
import net.dv8tion.jda.api.interactions.commands.OptionMapping;
import net.dv8tion.jda.api.interactions.modals.ModalMapping;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands in what people do in Discord. Each interaction is acknowledged at once, on the gateway's
 * thread, which waits for nothing; all work is done elsewhere.
 */
final class Interactions extends ListenerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Interactions.class);

  private final String server;
  private final Inbound inbound;
  private final DiscordMessages messages;
  private final DiscordMembers members;
  private final ShortIds values;
  private final DiscordForms forms;
  private final Executor work;

  /** Discord may deliver an interaction again after a resume. */
  private final Cache<String, Boolean> seen =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofMinutes(15)).build();

  Interactions(
      String server,
      Inbound inbound,
      DiscordMessages messages,
      DiscordMembers members,
      ShortIds values,
      DiscordForms forms,
      Executor work) {
    this.server = server;
    this.inbound = inbound;
    this.messages = messages;
    this.members = members;
    this.values = values;
    this.forms = forms;
    this.work = work;
  }

  @Override
  public void onSlashCommandInteraction(SlashCommandInteractionEvent event) {
    if (again(event) || refused(event)) {
      return;
    }
    event.deferReply(true).queue(done -> {}, Interactions::late);
    DiscordReplies answers = new DiscordReplies(event.getHook(), messages, true);
    String word = Optional.ofNullable(event.getSubcommandName()).orElse("help");
    run(
        () -> {
          String line =
              RestoreSlashCommand.line(
                  word,
                  name ->
                      Optional.ofNullable(event.getOption(name))
                          .map(option -> values.whole(option.getAsString())));
          inbound.command(line, channel(event), actor(event), answers);
        },
        answers);
  }

  @Override
  public void onCommandAutoCompleteInteraction(CommandAutoCompleteInteractionEvent event) {
    String word = Optional.ofNullable(event.getSubcommandName()).orElse("");
    String argument = event.getFocusedOption().getName();
    String part = event.getFocusedOption().getValue();
    Function<String, Optional<String>> given =
        name -> Optional.ofNullable(event.getOption(name)).map(OptionMapping::getAsString);
    boolean known = fromServer(event) && inbound.maySee(channel(event));
    run(
        () ->
            event
                .replyChoices(known ? values.suggest(word, argument, part, given) : List.of())
                .queue(done -> {}, Interactions::late),
        null);
  }

  @Override
  public void onButtonInteraction(ButtonInteractionEvent event) {
    if (again(event) || refused(event)) {
      return;
    }
    if (event.getComponentId().startsWith(DiscordForms.PREFIX)) {
      open(event);
      return;
    }
    event.deferEdit().queue(done -> {}, Interactions::late);
    DiscordReplies answers = new DiscordReplies(event.getHook(), messages, false);
    boolean ofOnePerson = event.getMessage().isEphemeral();
    run(
        () -> {
          if (ofOnePerson) {
            answers.takeAway();
          }
          values
              .find(event.getComponentId())
              .ifPresentOrElse(
                  button -> pressed(event, button, answers),
                  () -> answers.ephemeral(DiscordNotes.TOO_OLD));
        },
        answers);
  }

  /** A dialog has to be the first answer to the click. */
  private void open(ButtonInteractionEvent event) {
    String id = event.getComponentId();
    forms
        .find(id)
        .ifPresentOrElse(
            form ->
                event
                    .replyModal(DiscordForms.modal(id, form))
                    .queue(done -> {}, Interactions::late),
            () ->
                event
                    .reply(messages.card(DiscordNotes.TOO_OLD))
                    .setEphemeral(true)
                    .queue(done -> {}, Interactions::late));
  }

  @Override
  public void onModalInteraction(ModalInteractionEvent event) {
    if (again(event) || refused(event)) {
      return;
    }
    event.deferEdit().queue(done -> {}, Interactions::late);
    DiscordReplies answers = new DiscordReplies(event.getHook(), messages, false);
    Map<String, String> filled =
        event.getValues().stream()
            .collect(Collectors.toMap(ModalMapping::getCustomId, ModalMapping::getAsString));
    run(
        () -> {
          answers.takeAway();
          forms
              .find(event.getModalId())
              .ifPresentOrElse(
                  form ->
                      inbound.form(
                          form.action(),
                          form.value(),
                          filled,
                          channel(event),
                          actor(event),
                          answers),
                  () -> answers.ephemeral(DiscordNotes.TOO_OLD));
        },
        answers);
  }

  @Override
  public void onStringSelectInteraction(StringSelectInteractionEvent event) {
    if (again(event) || refused(event)) {
      return;
    }
    event.deferEdit().queue(done -> {}, Interactions::late);
    DiscordReplies answers = new DiscordReplies(event.getHook(), messages, false);
    run(
        () -> {
          answers.takeAway();
          event.getValues().stream()
              .findFirst()
              .flatMap(values::find)
              .ifPresentOrElse(
                  chosen -> handIn(event, chosen, answers),
                  () -> answers.ephemeral(DiscordNotes.TOO_OLD));
        },
        answers);
  }

  private void pressed(Interaction event, KeptButton button, DiscordReplies answers) {
    if (button.confirm().isPresent()) {
      answers.show(() -> messages.question(button));
    } else {
      handIn(event, button, answers);
    }
  }

  private void handIn(Interaction event, KeptButton button, DiscordReplies answers) {
    inbound.button(
        Action.of(button.action()), button.value(), channel(event), actor(event), answers);
  }

  private boolean again(Interaction event) {
    return seen.asMap().putIfAbsent(event.getId(), true) != null;
  }

  /** Refuses people of other servers and in private messages; learns the others' roles. */
  private boolean refused(IReplyCallback event) {
    if (!fromServer(event)) {
      event
          .reply(messages.card(DiscordNotes.ELSEWHERE))
          .setEphemeral(true)
          .queue(done -> {}, Interactions::late);
      return true;
    }
    Optional.ofNullable(event.getMember())
        .ifPresent(
            member ->
                members.learn(
                    member.getId(), member.getRoles().stream().map(ISnowflake::getId).toList()));
    return false;
  }

  private boolean fromServer(Interaction event) {
    return event.getGuild() != null && event.getGuild().getId().equals(server);
  }

  private void run(Runnable task, DiscordReplies answers) {
    try {
      work.execute(
          () -> {
            try {
              task.run();
            } catch (RuntimeException e) {
              LOG.error("could not handle an interaction from Discord", e);
              if (answers != null) {
                answers.ephemeral(DiscordNotes.BROKEN);
              }
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.debug("an interaction came while the bot stops");
    }
  }

  /** In a thread, the channel that it belongs to. */
  private static String channel(Interaction event) {
    Channel channel = event.getChannel();
    if (channel instanceof ThreadChannel thread) {
      return thread.getParentChannel().getId();
    }
    return channel == null ? "" : channel.getId();
  }

  private static Actor actor(Interaction event) {
    String name =
        event.getMember() == null
            ? event.getUser().getEffectiveName()
            : event.getMember().getEffectiveName();
    return new Actor(DiscordFrontEnd.NAME + ":" + event.getUser().getId(), name);
  }

  private static void late(Throwable failure) {
    LOG.warn(
        "Discord did not accept an acknowledgement: {}", DiscordErrors.of(failure).getMessage());
  }
}
