from .carts import CartItem as CartItem
from .carts import CartItemType as CartItemType
from .carts import ShoppingCart as ShoppingCart
from .checkout import B2bCheckoutInput as B2bCheckoutInput
from .checkout import CardBrand as CardBrand
from .checkout import CheckoutInput as CheckoutInput
from .checkout import CheckoutMembership as CheckoutMembership
from .checkout import PaymentMethod as PaymentMethod
from .combos import ComboItem as ComboItem
from .combos import ComboItemAddOn as ComboItemAddOn
from .combos import ComboItemEvent as ComboItemEvent
from .combos import ComboItemTicket as ComboItemTicket
from .combos import ComboItemType as ComboItemType
from .combos import PriceSplit as PriceSplit
from .common import ColorCategory as ColorCategory
from .common import CustomField as CustomField
from .common import Image as Image
from .common import Pagination as Pagination
from .common import SaleChannel as SaleChannel
from .common import SaleChannelSetting as SaleChannelSetting
from .common import SortDirection as SortDirection
from .common import YesNo as YesNo
from .discounts import Discount as Discount
from .discounts import DiscountValue as DiscountValue
from .errors import Error as Error
from .event_templates import EntitlementConfiguration as EntitlementConfiguration
from .event_templates import EventTemplate as EventTemplate
from .event_templates import ImageSize as ImageSize
from .event_templates import MembershipDiscount as MembershipDiscount
from .event_templates import MembershipLevelName as MembershipLevelName
from .event_templates import ReviewState as ReviewState
from .event_templates import RuleSets as RuleSets
from .event_templates import TemplateMembership as TemplateMembership
from .events import AdmissionType as AdmissionType
from .events import Event as Event
from .events import EventFieldStatus as EventFieldStatus
from .events import EventList as EventList
from .events import EventOriginalFields as EventOriginalFields
from .events import EventResource as EventResource
from .events import EventResourceSummary as EventResourceSummary
from .events import EventState as EventState
from .events import EventStatement as EventStatement
from .events import EventStatementList as EventStatementList
from .events import EventSummary as EventSummary
from .events import EventSummaryList as EventSummaryList
from .events import EventType as EventType
from .events import EventTypeFilter as EventTypeFilter
from .events import FieldStatus as FieldStatus
from .events import ResourceCategorySummary as ResourceCategorySummary
from .events import TicketConfig as TicketConfig
from .forms import Form as Form
from .forms import FormAnswer as FormAnswer
from .forms import FormDisplay as FormDisplay
from .forms import FormPreferences as FormPreferences
from .forms import FormResponseData as FormResponseData
from .forms import FormResponseField as FormResponseField
from .forms import FormSource as FormSource
from .forms import FormState as FormState
from .forms import FormType as FormType
from .member_verification import MemberVerification as MemberVerification
from .member_verification import VerificationStatus as VerificationStatus
from .membership_cards import CardStanding as CardStanding
from .membership_cards import CardStatus as CardStatus
from .membership_cards import MembershipCard as MembershipCard
from .membership_cards import PrintStatus as PrintStatus
from .membership_purchases import CardType as CardType
from .membership_purchases import Gifter as Gifter
from .membership_purchases import MembershipCardInput as MembershipCardInput
from .membership_purchases import MembershipInfo as MembershipInfo
from .membership_summaries import MembershipSummary as MembershipSummary
from .memberships import Membership as Membership
from .memberships import MembershipEntitlement as MembershipEntitlement
from .memberships import MembershipStanding as MembershipStanding
from .online_calendars import Calendar as Calendar
from .online_calendars import CalendarDay as CalendarDay
from .online_calendars import EventTime as EventTime
from .orders import CheckInStatus as CheckInStatus
from .orders import Order as Order
from .orders import OrderItem as OrderItem
from .orders import OrderItemType as OrderItemType
from .orders import OrderList as OrderList
from .person_types import PersonType as PersonType
from .person_types import PersonTypeKind as PersonTypeKind
from .person_types import PersonTypeShare as PersonTypeShare
from .price_lists import Price as Price
from .price_lists import PriceList as PriceList
from .refunds import RefundedEvent as RefundedEvent
from .refunds import RefundedItem as RefundedItem
from .refunds import RefundInput as RefundInput
from .refunds import RefundItem as RefundItem
from .refunds import RefundReason as RefundReason
from .refunds import RefundResult as RefundResult
from .reports import AnalyticsDataType as AnalyticsDataType
from .reports import CountField as CountField
from .reports import DateRangeField as DateRangeField
from .reports import FindField as FindField
from .reports import FindOperator as FindOperator
from .reports import FindQuery as FindQuery
from .reports import GroupField as GroupField
from .reports import GroupFunction as GroupFunction
from .reports import QueryExpression as QueryExpression
from .reports import ReportCollection as ReportCollection
from .reports import ReportColumn as ReportColumn
from .reports import ReportDateSettings as ReportDateSettings
from .reports import ReportDefinition as ReportDefinition
from .reports import ReportDefinitionList as ReportDefinitionList
from .reports import ReportResult as ReportResult
from .reports import ReportRun as ReportRun
from .reports import ReportRunInput as ReportRunInput
from .reports import ReportStatus as ReportStatus
from .reports import SummaryField as SummaryField
from .reports import SummaryFunction as SummaryFunction
from .reservations import Reservation as Reservation
from .reservations import ReservationItem as ReservationItem
from .schedules import Schedule as Schedule
from .schedules import ScheduleDuration as ScheduleDuration
from .schedules import ScheduleHour as ScheduleHour
from .schedules import ScheduleRange as ScheduleRange
from .schedules import ScheduleRepeat as ScheduleRepeat
from .schedules import ScheduleTime as ScheduleTime
from .schedules import Weekday as Weekday
from .sessions import Session as Session
from .ticket_details import CheckInWindow as CheckInWindow
from .ticket_details import PostStartPurchase as PostStartPurchase
from .ticket_details import PurchaseAvailability as PurchaseAvailability
from .ticket_details import TicketDetails as TicketDetails

__all__ = [
    "CartItem",
    "CartItemType",
    "ShoppingCart",
    "B2bCheckoutInput",
    "CardBrand",
    "CheckoutInput",
    "CheckoutMembership",
    "PaymentMethod",
    "ComboItem",
    "ComboItemAddOn",
    "ComboItemEvent",
    "ComboItemTicket",
    "ComboItemType",
    "PriceSplit",
    "ColorCategory",
    "CustomField",
    "Image",
    "Pagination",
    "SaleChannel",
    "SaleChannelSetting",
    "SortDirection",
    "YesNo",
    "Discount",
    "DiscountValue",
    "Error",
    "EntitlementConfiguration",
    "EventTemplate",
    "ImageSize",
    "MembershipDiscount",
    "MembershipLevelName",
    "ReviewState",
    "RuleSets",
    "TemplateMembership",
    "AdmissionType",
    "Event",
    "EventFieldStatus",
    "EventList",
    "EventOriginalFields",
    "EventResource",
    "EventResourceSummary",
    "EventState",
    "EventStatement",
    "EventStatementList",
    "EventSummary",
    "EventSummaryList",
    "EventType",
    "EventTypeFilter",
    "FieldStatus",
    "ResourceCategorySummary",
    "TicketConfig",
    "Form",
    "FormAnswer",
    "FormDisplay",
    "FormPreferences",
    "FormResponseData",
    "FormResponseField",
    "FormSource",
    "FormState",
    "FormType",
    "MemberVerification",
    "VerificationStatus",
    "CardStanding",
    "CardStatus",
    "MembershipCard",
    "PrintStatus",
    "CardType",
    "Gifter",
    "MembershipCardInput",
    "MembershipInfo",
    "MembershipSummary",
    "Membership",
    "MembershipEntitlement",
    "MembershipStanding",
    "Calendar",
    "CalendarDay",
    "EventTime",
    "CheckInStatus",
    "Order",
    "OrderItem",
    "OrderItemType",
    "OrderList",
    "PersonType",
    "PersonTypeKind",
    "PersonTypeShare",
    "Price",
    "PriceList",
    "RefundInput",
    "RefundItem",
    "RefundReason",
    "RefundResult",
    "RefundedEvent",
    "RefundedItem",
    "AnalyticsDataType",
    "CountField",
    "DateRangeField",
    "FindField",
    "FindOperator",
    "FindQuery",
    "GroupField",
    "GroupFunction",
    "QueryExpression",
    "ReportCollection",
    "ReportColumn",
    "ReportDateSettings",
    "ReportDefinition",
    "ReportDefinitionList",
    "ReportResult",
    "ReportRun",
    "ReportRunInput",
    "ReportStatus",
    "SummaryField",
    "SummaryFunction",
    "Reservation",
    "ReservationItem",
    "Schedule",
    "ScheduleDuration",
    "ScheduleHour",
    "ScheduleRange",
    "ScheduleRepeat",
    "ScheduleTime",
    "Weekday",
    "Session",
    "CheckInWindow",
    "PostStartPurchase",
    "PurchaseAvailability",
    "TicketDetails",
]
