namespace CreditHub.Pipelines.Normalization;

/// <summary>What cleaning found in a text.</summary>
[Flags]
internal enum CleanFlags
{
    /// <summary>Nothing but trimming.</summary>
    None = 0,

    /// <summary>Full-width characters became half-width.</summary>
    Width = 1,

    /// <summary>Zero-width or direction characters were removed.</summary>
    Invisible = 2,

    /// <summary>Control characters were removed.</summary>
    Control = 4,

    /// <summary>Private-use code points of the old GB 18030 table became the characters of 2022.</summary>
    PrivateUse = 8,

    /// <summary>Line breaks became spaces.</summary>
    LineBreak = 16,

    /// <summary>Radicals and compatibility ideographs became the characters they look like.</summary>
    Radical = 128,

    /// <summary>A word for an absent value stood there. Not cleaning, but noted in the same place: it costs nothing.</summary>
    NullWord = 256,

    /// <summary>The last character was cut off in its middle and left out.</summary>
    Cut = 512,

    /// <summary>Tabs, ideographic and other spaces inside became plain ones.</summary>
    Space = 1024,

    /// <summary>U+0000: the record cannot be stored.</summary>
    Nul = 32,

    /// <summary>Undecodable bytes, noncharacters or unpaired surrogates: what stood there is unknown.</summary>
    Broken = 64,
}
