namespace CreditHub.Connectors.Decoders.Csv;

/// <summary>A physical line taken out of the stream. <paramref name="Offset"/>: where its place-holder stands in the guarded stream.</summary>
internal readonly record struct FaultyLine(long Offset, string Fault, byte[] Text);
