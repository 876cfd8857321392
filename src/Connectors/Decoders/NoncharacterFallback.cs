using System.Text;

namespace CreditHub.Connectors.Decoders;

/// <summary>
/// Turns each undecodable sequence into U+FFFF or another code point that no text may hold: the record is then refused by rule. Neither <c>?</c> (the default of code
/// pages, measured) nor U+FFFD would do: both occur in real text and would pass silently.
/// </summary>
internal sealed class NoncharacterFallback(char mark) : DecoderFallback
{
    /// <summary>How often it stepped in.</summary>
    public long Count { get; private set; }

    public override int MaxCharCount => 1;

    private char Mark => mark;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new OneMark(this);

    private sealed class OneMark(NoncharacterFallback owner) : DecoderFallbackBuffer
    {
        private bool _left;

        public override int Remaining => _left ? 1 : 0;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            owner.Count++;
            return _left = true;
        }

        public override char GetNextChar()
        {
            char next = _left ? owner.Mark : '\0';
            _left = false;
            return next;
        }

        public override bool MovePrevious()
        {
            bool moved = !_left;
            _left = true;
            return moved;
        }

        public override void Reset() => _left = false;
    }
}
