package onechat.gateway.peer;

import com.microsoft.playwright.Page;
import java.util.List;

/**
 * Reads what the real RTCPeerConnections of a page do, whatever its code exposes. Confined to the thread of its {@link Chromium}.
 */
public final class RtcProbe {

    /** Runs before any script of the page: keeps its connections and data channels in reach. */
    static final String SCRIPT = """
            (() => {
              const probe = { connections: [], channels: [], texts: [], offersChannel: false };
              const keep = channel => {
                probe.channels.push(channel);
                channel.addEventListener('message', event => probe.texts.push(event.data));
              };
              const Original = window.RTCPeerConnection;
              window.RTCPeerConnection = class RTCPeerConnection extends Original {
                constructor(...options) {
                  super(...options);
                  probe.connections.push(this);
                  this.addEventListener('datachannel', event => keep(event.channel));
                  if (probe.offersChannel) this.createDataChannel('text');
                }
                createDataChannel(...options) {
                  const channel = super.createDataChannel(...options);
                  keep(channel);
                  return channel;
                }
              };
              Object.defineProperty(window, 'rtcProbe', { value: probe });
            })();
            """;

    private final Page page;

    RtcProbe(Page page) {
        this.page = page;
    }

    /** How many frames of remote video were decoded, over all connections that are not closed. */
    public int framesDecoded() {
        return videoTotal("inbound-rtp", "framesDecoded");
    }

    /** How many frames of own video were encoded, over all connections that are not closed. */
    public int framesEncoded() {
        return videoTotal("outbound-rtp", "framesEncoded");
    }

    private int videoTotal(String type, String member) {
        return number(page.evaluate("""
                async ([type, member]) => {
                  let total = 0;
                  for (const connection of rtcProbe.connections) {
                    if (connection.connectionState === 'closed') continue;
                    for (const stats of (await connection.getStats()).values()) {
                      if (stats.type === type && stats.kind === 'video') total += stats[member] ?? 0;
                    }
                  }
                  return total;
                }""", List.of(type, member)));
    }

    /** The states of the page's connections, oldest first: {@code new}, {@code connecting}, {@code connected}, … */
    public List<String> connectionStates() {
        return strings(page.evaluate("rtcProbe.connections.map(connection => connection.connectionState)"));
    }

    /** Lets every connection that the page makes from now on offer a data channel, even if the page uses none. */
    public void offerTextChannel() {
        page.evaluate("rtcProbe.offersChannel = true");
    }

    /** Whether a data channel is open. */
    public boolean isTextOpen() {
        return (Boolean) page.evaluate("rtcProbe.channels.some(channel => channel.readyState === 'open')");
    }

    /** Sends a text over every open data channel. */
    public void sendText(String text) {
        page.evaluate(
                "text => rtcProbe.channels.filter(it => it.readyState === 'open').forEach(it => it.send(text))", text);
    }

    /** The texts that arrived over data channels so far, oldest first. */
    public List<String> receivedTexts() {
        return strings(page.evaluate("rtcProbe.texts"));
    }

    private static int number(Object value) {
        return ((Number) value).intValue();
    }

    private static List<String> strings(Object value) {
        return ((List<?>) value).stream().map(String.class::cast).toList();
    }
}
