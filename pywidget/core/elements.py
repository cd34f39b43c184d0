"""Methods and attributes that every element has already: a profile may not name one of them to receive a token.

These methods move, remove or rewrite elements, or add listeners to them. Each of these attributes is, for some element
at least, a script, an address or a form. Browsers have more names than this list, so the page also looks at the widget
itself.
"""

from __future__ import annotations

#: The methods of HTMLElement.prototype, and the properties that are markup.
METHODS = """
__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ addEventListener after animate append
appendChild ariaNotify attachInternals attachShadow before blur checkVisibility click cloneNode closest
compareDocumentPosition computedStyleMap constructor contains createShadowRoot dispatchEvent focus getAnimations
getAttribute getAttributeNS getAttributeNames getAttributeNode getAttributeNodeNS getBoundingClientRect getClientRects
getElementsByClassName getElementsByTagName getElementsByTagNameNS getHTML getRootNode hasAttribute hasAttributeNS
hasAttributes hasChildNodes hasOwnProperty hasPointerCapture hidePopover innerHTML insertAdjacentElement
insertAdjacentHTML insertAdjacentText insertBefore isDefaultNamespace isEqualNode isPrototypeOf isSameNode
lookupNamespaceURI lookupPrefix matches moveBefore mozMatchesSelector mozRequestFullScreen msMatchesSelector normalize
outerHTML prepend propertyIsEnumerable pseudo querySelector querySelectorAll releaseCapture releasePointerCapture remove
removeAttribute removeAttributeNS removeAttributeNode removeChild removeEventListener replaceChild replaceChildren
replaceWith requestFullscreen requestPointerLock scroll scrollBy scrollByLines scrollByPages scrollIntoView
scrollIntoViewIfNeeded scrollTo setAttribute setAttributeNS setAttributeNode setAttributeNodeNS setCapture setHTML
setHTMLUnsafe setPointerCapture showPopover startViewTransition toLocaleString toString toggleAttribute togglePopover
valueOf webkitMatchesSelector webkitRequestFullScreen webkitRequestFullscreen when
""".split()  # noqa: SIM905  a list would be one name a line

#: The attributes, without event handlers, which all begin with "on".
ATTRIBUTES = """
action allow archive attributename background by cite class classid code codebase command commandfor content csp data
dir for form formaction formtarget from href http-equiv id imagesrcset integrity is lang longdesc manifest name nonce
object part ping popover popovertarget poster profile sandbox slot src srcdoc srclang srcset style target title to type
usemap values
""".split()  # noqa: SIM905  a list would be one name a line

_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789._-"


def is_method(name: str) -> bool:
    """Whether a widget can have a method of its own by that name."""
    return name not in METHODS


def is_attribute(name: str) -> bool:
    """Whether a widget can have an attribute of its own by that name."""
    lower = name.lower()
    plain = all(character in _NAME_CHARACTERS for character in lower)
    return plain and lower[:2] != "on" and lower not in ATTRIBUTES
