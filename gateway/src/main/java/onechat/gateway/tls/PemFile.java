package onechat.gateway.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PEM file (RFC 7468) held when it was read. Immutable; its text form shows nothing of it.
 *
 * @param option the option that names the file
 * @param path where the file is, as the operator wrote it
 * @param text the whole file
 */
record PemFile(String option, String path, String text) {
    private static final int MOST_BYTES = 262_144;
    private static final Pattern BEGIN = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----");

    /**
     * A labelled block.
     *
     * @param label such as {@code CERTIFICATE}
     * @param body what stands between its lines
     */
    private record Block(String label, String body) {}

    /** @throws UnusableTlsException when it can't be read or is longer than 256 KiB */
    static PemFile read(String option, String path) throws UnusableTlsException {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            byte[] octets = in.readNBytes(MOST_BYTES + 1);
            if (octets.length > MOST_BYTES) {
                throw new UnusableTlsException(
                        option + " names a file of more than " + MOST_BYTES + " octets: " + path);
            }
            return new PemFile(option, path, new String(octets, ISO_8859_1));
        } catch (NoSuchFileException e) {
            throw new UnusableTlsException(option + " names a file that does not exist: " + path, e);
        } catch (IOException | InvalidPathException e) {
            throw new UnusableTlsException(option + " names a file that can't be read: " + path, e);
        }
    }

    /** The labels of its blocks, in order. */
    List<String> labels() {
        return blocks().stream().map(Block::label).toList();
    }

    /**
     * The content of the blocks with this label, in order.
     *
     * @throws UnusableTlsException when one is encrypted or no base64
     */
    List<byte[]> contents(String label) throws UnusableTlsException {
        List<byte[]> contents = new ArrayList<>();
        for (Block block : blocks()) {
            if (block.label.equals(label)) {
                contents.add(decode(block.body));
            }
        }
        return contents;
    }

    private byte[] decode(String body) throws UnusableTlsException {
        if (body.contains("ENCRYPTED")) { // a header of the form before PKCS#8
            throw unusable("holds an encrypted key, and there is no one to ask for its password");
        }
        byte[] content = {};
        try {
            content = Base64.getDecoder().decode(body.replaceAll("\\s+", ""));
        } catch (IllegalArgumentException e) {
            throw unusable("holds a block that is damaged");
        }
        if (content.length == 0) {
            throw unusable("holds a block that is damaged");
        }
        return content;
    }

    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher begin = BEGIN.matcher(text);
        for (int at = 0; begin.find(at); ) {
            String label = begin.group(1);
            int end = text.indexOf("-----END " + label + "-----", begin.end());
            at = end < 0 ? begin.end() : end;
            // A block without an end is one that is being written: empty, and so damaged.
            blocks.add(new Block(label, end < 0 ? "" : text.substring(begin.end(), end)));
        }
        return blocks;
    }

    /** What to say of this file, such as that it "holds no certificate". */
    UnusableTlsException unusable(String problem) {
        return new UnusableTlsException(option + " " + problem + ": " + path);
    }

    @Override
    public String toString() {
        return option + " " + path;
    }
}
