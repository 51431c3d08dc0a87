package net.brim.engine.udp;

import net.brim.api.Stats.Counter;

/**
 * What a server of datagrams counts.
 *
 * @param datagrams handed to the app
 * @param truncated longer than may be, and handed to nobody
 * @param forged that claimed to come from our own address, and were handed to nobody
 * @param failed by which an app failed, or that found none
 * @param dropped thrown away by the system before we read them
 * @param sent given to the system
 * @param unsent of those refused by the system
 * @param bytesRead of the datagrams that were handed to the app
 * @param bytesWritten of those that were given to the system
 */
public record UdpCounters(
    Counter datagrams,
    Counter truncated,
    Counter forged,
    Counter failed,
    Counter dropped,
    Counter sent,
    Counter unsent,
    Counter bytesRead,
    Counter bytesWritten) {}
