namespace CreditHub.Connectors.Platforms.FilePacket;

/// <summary>How the records of a packet and the results of a feedback file are written.</summary>
internal enum PacketFormat
{
    Xml,
    Csv,
    Json,
}
