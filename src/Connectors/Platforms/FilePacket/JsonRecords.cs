using CreditHub.Connectors.Exchange;
using CreditHub.Pipelines.Model;

namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>The records as the packet of the reference protocol, section 3. Pure.</summary>
internal static class JsonRecords
{
    public static byte[] Write(Delivery delivery) => PacketWriter.Compose(delivery).Body.ToArray();
}
