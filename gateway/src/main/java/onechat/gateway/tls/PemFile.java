package onechat.gateway.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import onechat.gateway.file.PemBlock;
import onechat.gateway.file.SmallFile;
import onechat.gateway.file.UnreadableFileException;

/**
 * What a PEM file (RFC 7468) held when it was read. Immutable; its text form shows nothing of it.
 *
 * @param option the option that names the file
 * @param path where the file is, as the operator wrote it
 * @param text the whole file
 */
record PemFile(String option, String path, String text) {
    private static final int MOST_BYTES = 262_144;

    /** @throws UnusableTlsException when it can't be read or is longer than 256 KiB */
    static PemFile read(String option, String path) throws UnusableTlsException {
        try {
            return new PemFile(option, path, new String(SmallFile.read(path, MOST_BYTES), ISO_8859_1));
        } catch (UnreadableFileException e) {
            throw new UnusableTlsException(option + " " + e.problem() + ": " + path);
        }
    }

    /** The labels of its blocks, in order. */
    List<String> labels() {
        return PemBlock.in(text).stream().map(PemBlock::label).toList();
    }

    /**
     * The content of the blocks with this label, in order.
     *
     * @throws UnusableTlsException when one is encrypted or no base64
     */
    List<byte[]> contents(String label) throws UnusableTlsException {
        List<byte[]> contents = new ArrayList<>();
        for (PemBlock block : PemBlock.in(text)) {
            if (block.label().equals(label)) {
                contents.add(content(block));
            }
        }
        return contents;
    }

    private byte[] content(PemBlock block) throws UnusableTlsException {
        String body = block.body();
        if (body != null && body.contains("ENCRYPTED")) { // a header of the form before PKCS#8
            throw unusable("holds an encrypted key, and there is no one to ask for its password");
        }
        // A block without an end is one that is being written.
        return block.content().orElseThrow(() -> unusable("holds a block that is damaged"));
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
