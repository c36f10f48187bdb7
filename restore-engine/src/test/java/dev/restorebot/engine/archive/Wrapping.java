package dev.restorebot.engine.archive;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorOutputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Puts around a dump what the reader takes off; with the JDK's own means, not the reader's. */
public final class Wrapping {
  private Wrapping() {}

  public static byte[] gzip(byte[] data) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Without compressing, so that as much inside is as much outside. */
  public static byte[] gzipStored(byte[] data) {
    return packed(
        data,
        out ->
            new GZIPOutputStream(out) {
              {
                def.setLevel(Deflater.NO_COMPRESSION);
              }
            });
  }

  public static byte[] zstd(byte[] data) {
    return Zstd.compress(data);
  }

  /** Writes through a library's stream. */
  @FunctionalInterface
  private interface Packer {
    OutputStream open(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] data, Packer packer) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packing = packer.open(out)) {
      packing.write(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public static byte[] xz(byte[] data) {
    return packed(data, out -> new XZOutputStream(out, new LZMA2Options(1)));
  }

  public static byte[] bzip2(byte[] data) {
    return packed(data, BZip2CompressorOutputStream::new);
  }

  /** The legacy frame of LZ4, in blocks of that many bytes. */
  public static byte[] legacyLz4(byte[] data, int blockLength) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(new byte[] {2, '!', 'L', 0x18});
    for (int at = 0; at < data.length; at += blockLength) {
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      try (OutputStream out = new BlockLZ4CompressorOutputStream(block)) {
        out.write(data, at, Math.min(blockLength, data.length - at));
      }
      for (int shift = 0; shift < 32; shift += 8) {
        all.write(block.size() >> shift);
      }
      all.writeBytes(block.toByteArray());
    }
    return all.toByteArray();
  }

  /** With a checksum of the content, as the program lz4 writes it. */
  public static byte[] lz4(byte[] data) {
    return packed(data, FramedLZ4CompressorOutputStream::new);
  }

  /** A zip with sizes after the data, as a pipe makes it. */
  public static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** A tar; a name that ends with {@code /} is a folder. */
  public static byte[] tar(Map<String, byte[]> files) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** As {@code openssl enc -aes-256-cbc -salt -pbkdf2 -iter N} does. */
  public static byte[] encrypt(byte[] data, String passphrase, int iterations) {
    byte[] salt = "8 bytes!".getBytes(StandardCharsets.US_ASCII);
    try {
      byte[] derived =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
              .generateSecret(new PBEKeySpec(passphrase.toCharArray(), salt, iterations, 384))
              .getEncoded();
      Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(derived, 0, 32, "AES"),
          new IvParameterSpec(derived, 32, 16));
      return concat("Salted__".getBytes(StandardCharsets.US_ASCII), salt, cipher.doFinal(data));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
