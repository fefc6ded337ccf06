package onechat.gateway.command;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The terminal of this process, or its standard input where that is none. Confined to one thread. */
public final class ProcessTerminal implements Terminal {
    /** Far more than any password; what is read stays small. */
    private static final int MOST_OCTETS = 4_096;

    private final @Nullable Console console;
    private final InputStream in;

    /** What this process was started with. */
    public ProcessTerminal() {
        this(System.console(), System.in);
    }

    /** A standard input that is no terminal. */
    ProcessTerminal(InputStream in) {
        this(null, in);
    }

    private ProcessTerminal(@Nullable Console console, InputStream in) {
        this.console = console != null && console.isTerminal() ? console : null;
        this.in = in;
    }

    @Override
    public boolean isInteractive() {
        return console != null;
    }

    @Override
    public @Nullable String ask(String prompt) {
        return console == null ? null : console.readLine("%s", prompt);
    }

    @Override
    public @Nullable String askSecretly(String prompt) {
        char[] typed = console == null ? null : console.readPassword("%s", prompt);
        if (typed == null) {
            return null;
        }
        String answer = new String(typed);
        Arrays.fill(typed, '\0');
        return answer;
    }

    @Override
    public @Nullable String readLine() throws CommandFailedException {
        if (System.in == in && typedByAPerson()) {
            throw new CommandFailedException(
                    "standard input is a terminal and standard output is none: a password would show while it is typed");
        }
        byte[] line = new byte[MOST_OCTETS];
        int length = 0;
        try {
            int octet = in.read();
            if (octet < 0) {
                return null;
            }
            for (; octet >= 0 && octet != '\n'; octet = in.read()) {
                if (length == MOST_OCTETS) {
                    throw new CommandFailedException(
                            "the line on standard input is longer than " + MOST_OCTETS + " octets");
                }
                line[length++] = (byte) octet;
            }
            if (length > 0 && line[length - 1] == '\r') {
                length--;
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CommandFailedException("the line on standard input is not UTF-8");
        } catch (IOException e) {
            throw new CommandFailedException("standard input can't be read");
        }
    }

    /** Java speaks of a terminal only where both standard input and output are one; Linux tells more. */
    private static boolean typedByAPerson() {
        try {
            Path input = Files.readSymbolicLink(Path.of("/proc/self/fd/0"));
            return input.startsWith("/dev/pts") || input.toString().startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
