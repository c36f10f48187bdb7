package dev.restorebot.engine.disaster.docker;

import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.restorebot.engine.disaster.DataVolume;

/** Mounts a volume by its name, or a folder of the machine by its path, in a container of ours. */
final class StorageMounts {
  private StorageMounts() {}

  /** Docker refuses a missing folder; nothing of the image is copied to an empty volume. */
  static Mount of(String storage, String path, boolean readOnly) {
    Mount mount = new Mount().withSource(storage).withTarget(path).withReadOnly(readOnly);
    return DataVolume.isFolder(storage)
        ? mount.withType(MountType.BIND)
        : mount.withType(MountType.VOLUME).withVolumeOptions(new VolumeOptions().withNoCopy(true));
  }
}
