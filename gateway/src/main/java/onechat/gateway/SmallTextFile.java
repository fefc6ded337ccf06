package onechat.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import onechat.gateway.file.SmallFile;
import onechat.gateway.file.UnreadableFileException;

/** Reads a file that an option names, whole and as UTF-8. Stateless. */
final class SmallTextFile {
    private static final int MOST_BYTES = 65_536;

    private SmallTextFile() {}

    /**
     * The file's one line, without the line break that editors and echo put behind it.
     *
     * @param option the option that names the file
     * @throws InvalidOptionException as {@link #read}, or when it has more lines
     */
    static String readLine(String option, String file) {
        String text = read(option, file);
        String line = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        if (line.lines().count() > 1) {
            throw new InvalidOptionException(option, "names a file of more than one line: " + file);
        }
        return line;
    }

    /**
     * The file's text.
     *
     * @param option the option that names the file
     * @throws InvalidOptionException when it can't be read, is longer than 64 KiB or is not UTF-8
     */
    static String read(String option, String file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(SmallFile.read(file, MOST_BYTES)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidOptionException(option, "names a file that is not UTF-8: " + file);
        } catch (UnreadableFileException e) {
            throw new InvalidOptionException(option, e.problem() + ": " + file);
        }
    }
}
