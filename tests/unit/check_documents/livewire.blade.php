@props(['key' => null, 'works' => []])
@use('App\Models\Work')
<x-layouts.app :title="$title ?? 'It\'s'">
    <x-slot:head><script src="{{ Vite::asset('resources/js/pywidget.js') }}" data-token-url="{{ route('t', ['a' => 1]) }}" @nonce></script></x-slot>
    <div wire:poll.5s x-data="{ open: @entangle('open'), n: @js($works) }" @click.outside="open = false" @keydown.escape.window="open = false">
    @foreach ($works->filter(fn ($w) => $w->age > 3) as $work)
        @continue($work->x < 3)
        <ats-widget wire:key="w-{{ $work->id }}" site-key="{{ $key }}" ats-url="{{ config('ats.url') }}" token="{{ $this->token() }}" {{ $attributes->merge(['class' => 'a > b']) }} @disabled($x > 1)></ats-widget>
    @endforeach
    @includeWhen($x > 1, 'a.b', ['c' => '<ats-widget>'])
    @error('x') <span>{{ $message }}</span> @enderror
    {{-- @if --}}
    @unless(count($works) < 3) <p>It's</p> @endunless
    </div>
</x-layouts.app>
@push('scripts') <script>const x = @json($x); Livewire.on('a', ({ b }) => { if (b < {{ $n }}) go() })</script> @endpush
