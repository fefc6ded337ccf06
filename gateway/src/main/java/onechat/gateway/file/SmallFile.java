package onechat.gateway.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a file that an option names, whole. Stateless. */
public final class SmallFile {
    private SmallFile() {}

    /**
     * The file's octets.
     *
     * @param path as the operator wrote it
     * @throws UnreadableFileException when it can't be read or has more than {@code mostBytes}; of more, nothing is kept
     */
    public static byte[] read(String path, int mostBytes) throws UnreadableFileException {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            byte[] octets = in.readNBytes(mostBytes + 1);
            if (octets.length > mostBytes) {
                throw new UnreadableFileException("names a file of more than " + mostBytes + " octets");
            }
            return octets;
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException("names a file that does not exist");
        } catch (IOException | InvalidPathException e) {
            throw new UnreadableFileException("names a file that can't be read");
        }
    }
}
