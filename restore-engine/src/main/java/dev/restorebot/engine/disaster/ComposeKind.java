package dev.restorebot.engine.disaster;

import dev.restorebot.engine.diagnose.Problem;
import dev.restorebot.engine.sandbox.server.ShellWords;
import dev.restorebot.engine.text.Sizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The database of a Compose project, which gets another volume or folder. */
final class ComposeKind implements TargetKind {
  @Override
  public int longestName() {
    return Integer.MAX_VALUE;
  }

  @Override
  public boolean canCopy() {
    return true;
  }

  @Override
  public boolean servesMeanwhile() {
    return false;
  }

  @Override
  public boolean hasLogOfItsOwn() {
    return true;
  }

  @Override
  public String oldName(DisasterPlan plan) {
    return plan.target().volume().name();
  }

  @Override
  public String newName(DisasterPlan plan) {
    return plan.newVolume();
  }

  @Override
  public String toCommit(DisasterPlan plan) {
    return plan.toGoForward();
  }

  @Override
  public List<String> describe(DisasterPlan plan) {
    Target target = plan.target();
    boolean folder = target.volume().kind() == DataVolume.Kind.FOLDER;
    List<String> lines = new ArrayList<>();
    lines.add("Database: " + target.database() + " of the service " + target.server().service());
    lines.add(
        (folder ? "Folder now: " : "Volume now: ")
            + target.volume().name()
            + (target.hasWayBack()
                ? ", " + Sizes.text(target.volume().bytes()) + " (stays)"
                : " (no longer exists)"));
    lines.add((folder ? "New folder: " : "New volume: ") + plan.newVolume());
    SpaceNeeded space = SpaceNeeded.of(plan);
    lines.add(
        "Disk space: about "
            + Sizes.text(space.total())
            + " needed at once ("
            + space.parts(target.volume().noun())
            + "), "
            + Sizes.text(target.volume().freeBytes())
            + " free");
    lines.add(
        "After the swap, a deployment with -f must name "
            + plan.overrideFile()
            + " as its last -f, or it returns to the old "
            + target.volume().noun()
            + ".");
    return lines;
  }

  @Override
  public String changed(Target now) {
    return "The project "
        + now.project().name()
        + " has changed since the plan was made (its files, its volume, its image or how"
        + " it is set up), so the approvals no longer apply.";
  }

  @Override
  public String object() {
    return "project";
  }

  @Override
  public String likeness(Target target) {
    return ", with a server like the present one";
  }

  @Override
  public List<Step> swap(DisasterPlan plan) {
    return new VolumeSteps(plan).swap();
  }

  @Override
  public List<String> begin(DisasterPlan plan) {
    return List.of();
  }

  @Override
  public List<String> needed(DisasterPlan plan) {
    DatabaseServer server = plan.target().server();
    return List.of(
        "# On another machine the image is taken by its name:",
        "docker image inspect "
            + server.imageId()
            + " >/dev/null 2>&1 || IMAGE="
            + ShellWords.quote(server.image()));
  }

  @Override
  public List<String> requireUnused(DisasterPlan plan) {
    return List.of(new RunbookShell(plan).unused(plan.newVolume()));
  }

  @Override
  public List<String> create(DisasterPlan plan, List<String> roles) {
    return new RunbookCommands(plan).createVolume(roles);
  }

  @Override
  public List<String> restore(DisasterPlan plan) {
    return new RunbookCommands(plan).restore();
  }

  @Override
  public List<String> verify(DisasterPlan plan) {
    return new RunbookCommands(plan).verify();
  }

  @Override
  public List<String> check(DisasterPlan plan) {
    return new RunbookSwap(plan).check();
  }

  @Override
  public List<String> end(DisasterPlan plan) {
    List<String> out = new ArrayList<>();
    if (!plan.target().hasWayBack()) {
      out.add("# There is no way back: the old volume no longer exists.");
    } else {
      out.add(
          plan.target().volume().anonymous()
              ? "# To roll back: " + plan.undoing(plan.overrideFile().toString()) + ", then"
              : "# To roll back: rm "
                  + ShellWords.quote(plan.overrideFile().toString())
                  + " (or put it back as it was), then");
      out.add("#   " + new RunbookSwap(plan).recreate());
    }
    out.add("# To commit to the project's own files:");
    plan.toCommit().lines().forEach(line -> out.add("#   " + line));
    return out;
  }

  @Override
  public String where(Target target) {
    return target.project().name() + "/" + target.database();
  }

  @Override
  public String found(Target target) {
    return "The database of "
        + target.project().name()
        + " is on the "
        + target.volume().noun()
        + " "
        + target.volume().name()
        + ".";
  }

  @Override
  public Program program(Target target) {
    return new Program(
        "image of the database (id)",
        target.server().imageId(),
        Optional.of(target.server().image()));
  }

  @Override
  public String inUse() {
    return "The database is on ";
  }

  @Override
  public String backInUse() {
    return "The database is on the ";
  }

  @Override
  public Optional<String> finish(DisasterPlan plan) {
    return Optional.empty();
  }

  @Override
  public String none() {
    return "no volume of Docker";
  }

  @Override
  public String usedBy() {
    return "mounted";
  }

  @Override
  public String release() {
    return "If it serves the database, find out why: restore-bot doctor. Remove the containers that"
        + " do not need it";
  }

  @Override
  public String elsewhere(Disaster disaster, LostSwap lost) {
    return LostVolume.words(disaster, lost);
  }

  @Override
  public Problem problem(Disaster disaster, LostSwap lost) {
    return LostVolume.problem(disaster, lost);
  }
}
